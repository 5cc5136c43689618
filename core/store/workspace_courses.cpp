#include <string_view>

#include "core/param/container.h"
#include "core/store/workspace_impl.h"

// What a run leaves as it goes: points of its curve, losses, ranges, the newest checkpoint.
namespace rxq::store {

namespace {
constexpr const char *kWeights = "weights", *kOutputs = "outputs";
} // namespace

// ---- points ------------------------------------------------------------------------------------

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

// ---- losses and ranges -------------------------------------------------------------------------

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

void Workspace::saveRanges(std::int64_t runId, const std::vector<train::RangePoint>& points) {
  m_impl->writing([&] {
    SQLite::Statement old(*m_impl->db, "DELETE FROM ranges WHERE run_id = ?");
    old.bind(1, runId);
    old.exec();
    SQLite::Statement q(*m_impl->db, "INSERT INTO ranges VALUES (?,?,?,?,?,?,?,?,?)");
    q.bind(1, runId);
    for (const train::RangePoint& point : points)
      for (std::size_t place = 0; place < point.layers.size(); ++place) {
        const quant::LayerRanges& layer = point.layers[place];
        for (const auto& [tensor, range] :
             {std::pair{kWeights, layer.weights}, {kOutputs, layer.output}}) {
          q.bind(2, point.iteration);
          q.bind(3, static_cast<std::int64_t>(place));
          q.bind(4, layer.layer);
          q.bind(5, tensor);
          q.bind(6, range.bits);
          q.bind(7, range.low);
          q.bind(8, range.high);
          q.bind(9, range.scales);
          q.exec();
          q.reset();
        }
      }
  });
}

std::vector<train::RangePoint> Workspace::ranges(std::int64_t runId) const {
  struct Row {
    std::int64_t iteration;
    std::size_t place;
    std::string layer, tensor;
    quant::RangeReport range;
  };
  const auto read = +[](SQLite::Statement& q) {
    return Row{q.getColumn(0).getInt64(),
               static_cast<std::size_t>(q.getColumn(1).getInt64()),
               q.getColumn(2).getString(),
               q.getColumn(3).getString(),
               {q.getColumn(4).getInt(), q.getColumn(5).getDouble(), q.getColumn(6).getDouble(),
                q.getColumn(7).getInt()}};
  };
  const std::vector<Row> rows =
      m_impl->select("SELECT iteration, place, layer, tensor, bits, low, high, scales FROM ranges "
                     "WHERE run_id = ? ORDER BY iteration, place",
                     static_cast<Row (*)(SQLite::Statement&)>(read),
                     [&](SQLite::Statement& q) { q.bind(1, runId); });
  std::vector<train::RangePoint> points;
  for (const Row& row : rows) {
    if (points.empty() || points.back().iteration != row.iteration)
      points.push_back({row.iteration, {}});
    auto& layers = points.back().layers;
    if (layers.size() <= row.place)
      layers.resize(row.place + 1);
    layers[row.place].layer = row.layer;
    (row.tensor == kWeights ? layers[row.place].weights : layers[row.place].output) = row.range;
  }
  return points;
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

} // namespace rxq::store
