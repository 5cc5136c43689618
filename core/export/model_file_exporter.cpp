#include "core/export/model_file_exporter.h"

#include "core/base/csv.h"
#include "core/export/files.h"

namespace rxq::exporting {

ExportResult exportModelFile(const train::Model& model, const std::string& folderName, int,
                             std::stop_token) {
  const std::vector<std::byte> bytes = train::serialise(model);
  const FolderWriter folder(folderName);
  const std::string name = identifierOf(model.name) + ".rxqm";
  ExportResult result;
  result.files.push_back(folder.write(
      name, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())));
  const std::string read = base::readFile(result.files.front());
  const train::Model again = train::deserialiseModel(std::as_bytes(std::span(read)), name);
  const std::string hash = train::hashOf(model);
  result.verification.ran = true;
  result.verification.passed = train::hashOf(again) == hash;
  result.verification.text =
      result.verification.passed
          ? base::message("%1 bytes read back, fingerprint %2", bytes.size(), hash.substr(0, 12))
          : base::message("what was read back is another model");
  return result;
}

} // namespace rxq::exporting
