#pragma once

#include <stdexcept>
#include <string>

namespace rxq::base {

/// What kind of thing in the world went wrong; decides the exit code and the wording in the window.
enum class ErrorKind { BadInput, File, Database, Tool };

/// The one exception type that crosses a job's boundary. The message is a full sentence for people
/// that names the field or the file and says what would be right.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), m_kind(kind) {}
  ErrorKind kind() const { return m_kind; }

 private:
  ErrorKind m_kind;
};

} // namespace rxq::base
