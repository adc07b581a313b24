package io.kguard.rule;

import java.util.List;

/** A rule file as YAML. */
record RuleFile(SourceText source, List<YamlNode> documents) {}
