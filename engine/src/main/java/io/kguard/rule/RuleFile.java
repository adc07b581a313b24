// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;

/** A rule file as YAML. */
record RuleFile(RuleFileText source, List<YamlNode> documents) {}
