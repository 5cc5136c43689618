#include "core/store/schema.h"

#include <array>

namespace rxq::store {

namespace {
constexpr const char* kVersion1 = R"sql(
CREATE TABLE studies (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  spec TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  trashed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('fp32', 'ptq', 'qat')),
  key TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES models(id),
  hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  report TEXT NOT NULL,
  created_at TEXT NOT NULL,
  trashed INTEGER NOT NULL DEFAULT 0,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  study_id INTEGER NOT NULL REFERENCES studies(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  entry TEXT NOT NULL,
  parent_run_id INTEGER REFERENCES runs(id),
  model_id INTEGER REFERENCES models(id),
  seed INTEGER NOT NULL,
  model_key TEXT NOT NULL,
  curve_key TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'failed')),
  note TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '',
  trashed INTEGER NOT NULL DEFAULT 0,
  version TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  compiler TEXT NOT NULL,
  cpu TEXT NOT NULL,
  isa TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  train_seconds REAL NOT NULL,
  measure_seconds REAL NOT NULL
) STRICT;
CREATE INDEX runs_by_study ON runs(study_id);
CREATE INDEX runs_by_curve ON runs(curve_key);

CREATE TABLE points (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  snr_db REAL NOT NULL,
  slots INTEGER NOT NULL,
  blocks INTEGER NOT NULL,
  block_errors INTEGER NOT NULL CHECK (block_errors BETWEEN 0 AND blocks),
  bits INTEGER NOT NULL,
  bit_errors INTEGER NOT NULL CHECK (bit_errors BETWEEN 0 AND bits),
  coded_bits INTEGER NOT NULL,
  coded_bit_errors INTEGER NOT NULL,
  iterations INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  error_map BLOB NOT NULL,
  PRIMARY KEY (run_id, snr_db)
) STRICT;

CREATE TABLE losses (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  iteration INTEGER NOT NULL,
  train REAL,
  validation REAL,
  rate REAL NOT NULL,
  PRIMARY KEY (run_id, iteration)
) STRICT;

CREATE TABLE checkpoints (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
  saved_at TEXT NOT NULL,
  state BLOB NOT NULL
) STRICT;
)sql";

/// The queue of studies to run.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  spec TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'failed')),
  message TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
) STRICT;
)sql";

/// What people say of a model.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE models ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE models ADD COLUMN tags TEXT NOT NULL DEFAULT '';
)sql";

/// Transport blocks: their code blocks beside them.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE points ADD COLUMN code_blocks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE points ADD COLUMN code_block_errors INTEGER NOT NULL DEFAULT 0
  CHECK (code_block_errors BETWEEN 0 AND code_blocks);
ALTER TABLE points ADD COLUMN undetected_errors INTEGER NOT NULL DEFAULT 0
  CHECK (undetected_errors BETWEEN 0 AND block_errors);
)sql";

/// Where quantizers stood in the course of a training.
constexpr const char* kVersion5 = R"sql(
CREATE TABLE ranges (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  iteration INTEGER NOT NULL,
  place INTEGER NOT NULL,
  layer TEXT NOT NULL,
  tensor TEXT NOT NULL CHECK (tensor IN ('weights', 'outputs')),
  bits INTEGER NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  scales INTEGER NOT NULL,
  PRIMARY KEY (run_id, iteration, place, tensor)
) STRICT;
)sql";

constexpr std::array kMigrations{kVersion1, kVersion2, kVersion3, kVersion4, kVersion5};
} // namespace

std::span<const char* const> migrations() { return kMigrations; }

} // namespace rxq::store
