#include "core/store/workspace.h"

#include <array>
#include <cassert>

#include "core/store/schema.h"
#include "core/store/workspace_impl.h"

namespace rxq::store {

namespace {
constexpr std::array kStatusNames{"running", "finished", "stopped", "failed"};

const char* keyOf(RunStatus status) { return kStatusNames[static_cast<std::size_t>(status)]; }
RunStatus statusOf(const std::string& key) {
  for (std::size_t i = 0; i < kStatusNames.size(); ++i)
    if (key == kStatusNames[i])
      return static_cast<RunStatus>(i);
  return RunStatus::Failed;
}

constexpr const char* kRunColumns = "id, study_id, name, kind, entry, parent_run_id, model_id, "
                                    "seed, model_key, curve_key, status, note, tags, trashed, "
                                    "version, commit_id, compiler, cpu, isa, started_at, "
                                    "finished_at, train_seconds, measure_seconds";

RunRecord runOf(SQLite::Statement& q) {
  RunRecord r;
  r.id = q.getColumn(0).getInt64();
  r.studyId = q.getColumn(1).getInt64();
  r.name = q.getColumn(2).getString();
  r.kind = q.getColumn(3).getString();
  r.entry = q.getColumn(4).getString();
  r.parentRunId = q.getColumn(5).getInt64();
  r.modelId = q.getColumn(6).getInt64();
  r.seed = asCount(q.getColumn(7));
  r.modelKey = q.getColumn(8).getString();
  r.curveKey = q.getColumn(9).getString();
  r.status = statusOf(q.getColumn(10).getString());
  r.note = q.getColumn(11).getString();
  r.tags = q.getColumn(12).getString();
  r.trashed = q.getColumn(13).getInt() != 0;
  Provenance& p = r.provenance;
  p.version = q.getColumn(14).getString();
  p.commit = q.getColumn(15).getString();
  p.compiler = q.getColumn(16).getString();
  p.cpu = q.getColumn(17).getString();
  p.isa = q.getColumn(18).getString();
  p.startedAt = q.getColumn(19).getString();
  p.finishedAt = q.getColumn(20).getString();
  p.trainSeconds = q.getColumn(21).getDouble();
  p.measureSeconds = q.getColumn(22).getDouble();
  return r;
}

constexpr const char* kModelColumns =
    "id, name, method, key, parent_id, hash, bytes, report, created_at, trashed, note, tags";

ModelRecord modelOf(SQLite::Statement& q) {
  ModelRecord m;
  m.id = q.getColumn(0).getInt64();
  m.name = q.getColumn(1).getString();
  m.method = q.getColumn(2).getString();
  m.key = q.getColumn(3).getString();
  m.parentId = q.getColumn(4).getInt64();
  m.hash = q.getColumn(5).getString();
  m.bytes = q.getColumn(6).getInt64();
  m.report = q.getColumn(7).getString();
  m.createdAt = q.getColumn(8).getString();
  m.trashed = q.getColumn(9).getInt() != 0;
  m.note = q.getColumn(10).getString();
  m.tags = q.getColumn(11).getString();
  return m;
}

StudyRecord studyOf(SQLite::Statement& q) {
  return {q.getColumn(0).getInt64(), q.getColumn(1).getString(), q.getColumn(2).getString(),
          q.getColumn(3).getString(), q.getColumn(4).getInt() != 0};
}
} // namespace

Workspace::Workspace(const std::string& path) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = path;
  m_impl->db = openWorkspaceFile(path);
}
Workspace::~Workspace() = default;

const std::string& Workspace::path() const { return m_impl->path; }
int Workspace::schemaVersion() { return static_cast<int>(migrations().size()); }

std::int64_t Workspace::revision() const {
  return m_impl->locked([&] {
    return m_impl->db->execAndGet("PRAGMA data_version").getInt64() * 1000003 + m_impl->ownWrites;
  });
}

// ---- studies -----------------------------------------------------------------------------------

std::int64_t Workspace::saveStudy(const std::string& name, const std::string& specJson) {
  return m_impl->writing([&] {
    SQLite::Statement insert(*m_impl->db,
                             "INSERT INTO studies (name, spec, created_at) VALUES (?, ?, ?) "
                             "ON CONFLICT (spec) DO UPDATE SET trashed = 0 RETURNING id");
    insert.bind(1, name);
    insert.bind(2, specJson);
    insert.bind(3, nowUtc());
    insert.executeStep();
    const std::int64_t id = insert.getColumn(0).getInt64();
    insert.reset();
    return id;
  });
}

std::vector<StudyRecord> Workspace::studies(bool withTrashed) const {
  return m_impl->select(
      "SELECT id, name, spec, created_at, trashed FROM studies WHERE trashed <= ? ORDER BY id",
      studyOf, [&](SQLite::Statement& q) { q.bind(1, withTrashed ? 1 : 0); });
}

StudyRecord Workspace::study(std::int64_t id) const {
  return m_impl->one(
      m_impl->select("SELECT id, name, spec, created_at, trashed FROM studies WHERE id = ?",
                     studyOf, [&](SQLite::Statement& q) { q.bind(1, id); }),
      base::message("study"), id);
}

// ---- runs --------------------------------------------------------------------------------------

std::int64_t Workspace::saveRun(const RunRecord& run) {
  return m_impl->writing([&] {
    SQLite::Statement q(
        *m_impl->db,
        std::string("INSERT INTO runs (") + kRunColumns +
            ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE "
            "SET "
            "study_id=excluded.study_id, kind=excluded.kind, "
            "entry=excluded.entry, "
            "parent_run_id=excluded.parent_run_id, model_id=excluded.model_id, seed=excluded.seed, "
            "model_key=excluded.model_key, curve_key=excluded.curve_key, status=excluded.status, "
            "note=excluded.note, trashed=excluded.trashed, "
            "version=excluded.version, "
            "commit_id=excluded.commit_id, compiler=excluded.compiler, cpu=excluded.cpu, "
            "isa=excluded.isa, started_at=excluded.started_at, finished_at=excluded.finished_at, "
            "train_seconds=excluded.train_seconds, measure_seconds=excluded.measure_seconds "
            "RETURNING id");
    int i = 1;
    bindId(q, i++, run.id);
    q.bind(i++, run.studyId);
    q.bind(i++, run.name);
    q.bind(i++, run.kind);
    q.bind(i++, run.entry);
    bindId(q, i++, run.parentRunId);
    bindId(q, i++, run.modelId);
    q.bind(i++, asSigned(run.seed));
    q.bind(i++, run.modelKey);
    q.bind(i++, run.curveKey);
    q.bind(i++, keyOf(run.status));
    q.bind(i++, run.note);
    q.bind(i++, run.tags);
    q.bind(i++, run.trashed ? 1 : 0);
    const Provenance& p = run.provenance;
    for (const std::string* text :
         {&p.version, &p.commit, &p.compiler, &p.cpu, &p.isa, &p.startedAt, &p.finishedAt})
      q.bind(i++, *text);
    q.bind(i++, p.trainSeconds);
    q.bind(i++, p.measureSeconds);
    q.executeStep();
    const std::int64_t id = q.getColumn(0).getInt64();
    q.reset();
    return id;
  });
}

std::vector<RunRecord> Workspace::runs(std::int64_t studyId, bool withTrashed) const {
  return m_impl->select(
      std::string("SELECT ") + kRunColumns +
          " FROM runs WHERE trashed <= ?1 AND (?2 = 0 OR study_id = ?2) ORDER BY id",
      runOf, [&](SQLite::Statement& q) {
        q.bind(1, withTrashed ? 1 : 0);
        q.bind(2, studyId);
      });
}

RunRecord Workspace::run(std::int64_t id) const {
  return m_impl->one(
      m_impl->select(std::string("SELECT ") + kRunColumns + " FROM runs WHERE id = ?", runOf,
                     [&](SQLite::Statement& q) { q.bind(1, id); }),
      base::message("run"), id);
}

std::optional<RunRecord> Workspace::findRun(std::int64_t studyId, const std::string& name) const {
  return Impl::first(
      m_impl->select(std::string("SELECT ") + kRunColumns +
                         " FROM runs WHERE study_id = ? AND CASE WHEN json_valid(entry) THEN "
                         "coalesce(json_extract(entry, '$.name'), name) ELSE name END = ? "
                         "ORDER BY id DESC LIMIT 1",
                     runOf, [&](SQLite::Statement& q) {
                       q.bind(1, studyId);
                       q.bind(2, name);
                     }));
}

std::optional<RunRecord> Workspace::findCurve(const std::string& curveKey) const {
  return Impl::first(
      m_impl->select(std::string("SELECT ") + kRunColumns +
                         " FROM runs WHERE curve_key = ? AND EXISTS "
                         "(SELECT 1 FROM points WHERE run_id = runs.id) ORDER BY id DESC LIMIT 1",
                     runOf, [&](SQLite::Statement& q) { q.bind(1, curveKey); }));
}

void Workspace::setTrashed(const std::string& table, std::int64_t id, bool trashed) {
  assert(table == "studies" || table == "runs" || table == "models");
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "UPDATE " + table + " SET trashed = ? WHERE id = ?");
    q.bind(1, trashed ? 1 : 0);
    q.bind(2, id);
    q.exec();
  });
}

void Workspace::renameRun(std::int64_t id, const std::string& name, const std::string& note,
                          const std::string& tags) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "UPDATE runs SET name = ?, note = ?, tags = ? WHERE id = ?");
    q.bind(1, name);
    q.bind(2, note);
    q.bind(3, tags);
    q.bind(4, id);
    q.exec();
  });
}

// ---- models ------------------------------------------------------------------------------------

std::int64_t Workspace::saveModel(const ModelRecord& model, std::span<const std::byte> blob) {
  return m_impl->writing([&] {
    SQLite::Statement q(
        *m_impl->db,
        "INSERT INTO models (name, method, key, parent_id, hash, bytes, report, created_at, data) "
        "VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (key) DO UPDATE SET name=excluded.name, "
        "parent_id=excluded.parent_id, hash=excluded.hash, bytes=excluded.bytes, "
        "report=excluded.report, created_at=excluded.created_at, data=excluded.data, trashed=0 "
        "RETURNING id");
    q.bind(1, model.name);
    q.bind(2, model.method);
    q.bind(3, model.key);
    bindId(q, 4, model.parentId);
    q.bind(5, model.hash);
    q.bind(6, model.bytes);
    q.bind(7, model.report);
    q.bind(8, nowUtc());
    bindBlob(q, 9, blob);
    q.executeStep();
    const std::int64_t id = q.getColumn(0).getInt64();
    q.reset();
    return id;
  });
}

void Workspace::renameModel(std::int64_t id, const std::string& name, const std::string& note,
                            const std::string& tags) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "UPDATE models SET name = ?, note = ?, tags = ? WHERE id = ?");
    q.bind(1, name);
    q.bind(2, note);
    q.bind(3, tags);
    q.bind(4, id);
    q.exec();
  });
}

std::vector<ModelRecord> Workspace::models(bool withTrashed) const {
  return m_impl->select(std::string("SELECT ") + kModelColumns +
                            " FROM models WHERE trashed <= ? ORDER BY id",
                        modelOf, [&](SQLite::Statement& q) { q.bind(1, withTrashed ? 1 : 0); });
}

ModelRecord Workspace::model(std::int64_t id) const {
  return m_impl->one(
      m_impl->select(std::string("SELECT ") + kModelColumns + " FROM models WHERE id = ?", modelOf,
                     [&](SQLite::Statement& q) { q.bind(1, id); }),
      base::message("model"), id);
}

std::optional<ModelRecord> Workspace::findModel(const std::string& key) const {
  return Impl::first(
      m_impl->select(std::string("SELECT ") + kModelColumns + " FROM models WHERE key = ?", modelOf,
                     [&](SQLite::Statement& q) { q.bind(1, key); }));
}

std::vector<std::byte> Workspace::modelBlob(std::int64_t id) const {
  const auto read = +[](SQLite::Statement& q) { return blobOf(q.getColumn(0)); };
  return m_impl->one(
      m_impl->select("SELECT data FROM models WHERE id = ?",
                     static_cast<std::vector<std::byte> (*)(SQLite::Statement&)>(read),
                     [&](SQLite::Statement& q) { q.bind(1, id); }),
      base::message("model"), id);
}

} // namespace rxq::store
