// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;
import org.apiguardian.api.API;

/** A rule file as YAML. */
@API(status = API.Status.INTERNAL)
public record RuleFile(RuleFileText source, List<YamlNode> documents) {}
