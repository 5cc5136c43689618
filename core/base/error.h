#pragma once

#include <stdexcept>
#include <string>

#include "core/base/message.h"

namespace rxq::base {

/// What kind of thing in the world went wrong; decides the exit code and the wording in the window.
enum class ErrorKind { BadInput, File, Database, Tool };

/// The one exception type that crosses a job's boundary. The message is a full sentence for people
/// that names the field or the file and says what would be right; what() is its English.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, Message message)
      : std::runtime_error(message.text()), m_kind(kind), m_message(std::move(message)) {}
  ErrorKind kind() const { return m_kind; }
  const Message& message() const { return m_message; }

 private:
  ErrorKind m_kind;
  Message m_message;
};

} // namespace rxq::base
