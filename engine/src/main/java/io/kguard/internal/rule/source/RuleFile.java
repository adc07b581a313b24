// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.source;

import io.kguard.internal.rule.text.RuleFileText;
import io.kguard.internal.rule.text.YamlNode;
import java.util.List;

/** A rule file as YAML. */
public record RuleFile(RuleFileText source, List<YamlNode> documents) {}
