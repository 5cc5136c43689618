#include "core/store/workspace.h"

#include <array>
#include <cassert>
#include <cmath>
#include <mutex>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/param/container.h"
#include "core/store/database.h"
#include "core/store/schema.h"

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

std::int64_t asSigned(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t asCount(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

std::vector<std::byte> blobOf(const SQLite::Column& column) {
  const auto* data = static_cast<const std::byte*>(column.getBlob());
  return {data, data + column.getBytes()};
}
void bindBlob(SQLite::Statement& statement, int index, std::span<const std::byte> bytes) {
  // A null pointer would bind NULL; an empty blob needs an address.
  statement.bind(index, bytes.empty() ? static_cast<const void*>("") : bytes.data(),
                 static_cast<int>(bytes.size()));
}
void bindId(SQLite::Statement& statement, int index, std::int64_t id) {
  if (id)
    statement.bind(index, id);
  else
    statement.bind(index);
}
void bindReal(SQLite::Statement& statement, int index, double value) {
  if (std::isfinite(value))
    statement.bind(index, value);
  else
    statement.bind(index);
}
double realOf(const SQLite::Column& column) {
  return column.isNull() ? std::nan("") : column.getDouble();
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

struct Workspace::Impl {
  std::string path;
  std::unique_ptr<SQLite::Database> db;
  mutable std::recursive_mutex mutex;
  std::int64_t ownWrites = 0;

  /// Runs `body` alone on the connection and turns SQLite's errors into ours.
  template <class F> auto locked(F&& body) const {
    const std::lock_guard lock(mutex);
    try {
      return body();
    } catch (const SQLite::Exception& e) {
      refuse(path, e);
    }
  }
  /// The same inside a transaction that waits for other writers at its start.
  template <class F> auto writing(F&& body) {
    return locked([&] {
      SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
      ++ownWrites;
      if constexpr (std::is_void_v<decltype(body())>) {
        body();
        transaction.commit();
      } else {
        auto result = body();
        transaction.commit();
        return result;
      }
    });
  }
  template <class Record, class Bind>
  std::vector<Record> select(const std::string& sql, Record (*read)(SQLite::Statement&),
                             Bind&& bindAll) const {
    return locked([&] {
      SQLite::Statement q(*db, sql);
      bindAll(q);
      std::vector<Record> records;
      while (q.executeStep())
        records.push_back(read(q));
      return records;
    });
  }
  template <class Record>
  Record one(std::vector<Record> found, const base::Message& what, std::int64_t id) const {
    if (found.empty())
      throw base::Error(base::ErrorKind::Database,
                        base::message("%1: there is no %2 %3.", path, what, id));
    return std::move(found.front());
  }
  template <class Record> static std::optional<Record> first(std::vector<Record> found) {
    if (found.empty())
      return std::nullopt;
    return std::move(found.front());
  }
};

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

// ---- points and losses -------------------------------------------------------------------------

void Workspace::savePoints(std::int64_t runId, const sim::Curve& curve) {
  m_impl->writing([&] {
    SQLite::Statement q(
        *m_impl->db, "INSERT OR REPLACE INTO points (run_id, snr_db, slots, blocks, block_errors, "
                     "bits, bit_errors, coded_bits, coded_bit_errors, iterations, code_blocks, "
                     "code_block_errors, undetected_errors, finished, error_map) "
                     "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (const sim::PointCounts& p : curve) {
      q.bind(1, runId);
      q.bind(2, p.snrDb);
      int i = 3;
      for (const std::uint64_t count :
           {p.slots, p.blocks, p.blockErrors, p.bits, p.bitErrors, p.codedBits, p.codedBitErrors,
            p.iterations, p.codeBlocks, p.codeBlockErrors, p.undetectedErrors})
        q.bind(i++, asSigned(count));
      q.bind(i++, p.finished ? 1 : 0);
      bindBlob(q, i, std::as_bytes(std::span(p.errorMap)));
      q.exec();
      q.reset();
    }
  });
}

sim::Curve Workspace::points(std::int64_t runId) const {
  const auto read = +[](SQLite::Statement& q) {
    sim::PointCounts p;
    p.snrDb = q.getColumn(0).getDouble();
    int i = 1;
    for (std::uint64_t* count :
         {&p.slots, &p.blocks, &p.blockErrors, &p.bits, &p.bitErrors, &p.codedBits,
          &p.codedBitErrors, &p.iterations, &p.codeBlocks, &p.codeBlockErrors, &p.undetectedErrors})
      *count = asCount(q.getColumn(i++));
    p.finished = q.getColumn(i++).getInt() != 0;
    p.errorMap = param::valuesOf<std::uint64_t>(blobOf(q.getColumn(i)), "points.error_map");
    return p;
  };
  return m_impl->select(
      "SELECT snr_db, slots, blocks, block_errors, bits, bit_errors, coded_bits, coded_bit_errors, "
      "iterations, code_blocks, code_block_errors, undetected_errors, finished, error_map "
      "FROM points WHERE run_id = ? ORDER BY snr_db",
      static_cast<sim::PointCounts (*)(SQLite::Statement&)>(read),
      [&](SQLite::Statement& q) { q.bind(1, runId); });
}

void Workspace::saveHistory(std::int64_t runId, const std::vector<train::LossPoint>& history) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "INSERT OR REPLACE INTO losses VALUES (?,?,?,?,?)");
    for (const train::LossPoint& p : history) {
      q.bind(1, runId);
      q.bind(2, p.iteration);
      bindReal(q, 3, p.train);
      bindReal(q, 4, p.validation);
      q.bind(5, p.rate);
      q.exec();
      q.reset();
    }
  });
}

std::vector<train::LossPoint> Workspace::history(std::int64_t runId) const {
  const auto read = +[](SQLite::Statement& q) {
    return train::LossPoint{q.getColumn(0).getInt64(), realOf(q.getColumn(1)),
                            realOf(q.getColumn(2)), q.getColumn(3).getDouble()};
  };
  return m_impl->select(
      "SELECT iteration, train, validation, rate FROM losses WHERE run_id = ? ORDER BY iteration",
      static_cast<train::LossPoint (*)(SQLite::Statement&)>(read),
      [&](SQLite::Statement& q) { q.bind(1, runId); });
}

// ---- checkpoints -------------------------------------------------------------------------------

void Workspace::saveCheckpoint(std::int64_t runId, std::span<const std::byte> state) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "INSERT OR REPLACE INTO checkpoints VALUES (?,?,?)");
    q.bind(1, runId);
    q.bind(2, nowUtc());
    bindBlob(q, 3, state);
    q.exec();
  });
}

std::optional<std::vector<std::byte>> Workspace::checkpoint(std::int64_t runId) const {
  const auto read = +[](SQLite::Statement& q) { return blobOf(q.getColumn(0)); };
  return Impl::first(
      m_impl->select("SELECT state FROM checkpoints WHERE run_id = ?",
                     static_cast<std::vector<std::byte> (*)(SQLite::Statement&)>(read),
                     [&](SQLite::Statement& q) { q.bind(1, runId); }));
}

void Workspace::removeCheckpoint(std::int64_t runId) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "DELETE FROM checkpoints WHERE run_id = ?");
    q.bind(1, runId);
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
