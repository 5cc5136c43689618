#include "core/study/families.h"

#include <cassert>

namespace rxq::study {

const ReceiverEntry* findEntry(const StudySpec& spec, const std::string& name) {
  for (const ReceiverEntry& entry : spec.receivers)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

const ReceiverEntry& modelOwner(const StudySpec& spec, const ReceiverEntry& entry) {
  const ReceiverEntry* parent =
      entry.kind == ReceiverKind::FixedPoint ? findEntry(spec, entry.parent) : nullptr;
  return parent ? *parent : entry;
}

const ReceiverEntry* referenceOf(const StudySpec& spec, const ReceiverEntry& entry) {
  for (const ReceiverEntry* e = &entry; !e->parent.empty();) {
    e = findEntry(spec, e->parent);
    if (!e || e->evaluate)
      return e;
  }
  return nullptr;
}

int depthOf(const StudySpec& spec, const ReceiverEntry& entry) {
  int depth = 0;
  for (const ReceiverEntry* e = &entry; !e->parent.empty(); ++depth) {
    e = findEntry(spec, e->parent);
    assert(e);
  }
  return depth;
}

const ReceiverEntry& rootOf(const StudySpec& spec, const ReceiverEntry& entry) {
  const ReceiverEntry* root = &entry;
  while (!root->parent.empty()) {
    root = findEntry(spec, root->parent);
    assert(root);
  }
  return *root;
}

StudySpec trainingStudy(const StudySpec& spec) {
  StudySpec training = spec;
  if (spec.trainedOn.on) {
    training.link = spec.trainedOn.link;
    training.channel = spec.trainedOn.channel;
    training.trainedOn = {};
  }
  return training;
}

} // namespace rxq::study
