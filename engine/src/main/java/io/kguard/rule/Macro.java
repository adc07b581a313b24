// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.syntax.Condition;
import org.apiguardian.api.API;

/**
 * A macro of a rule file.
 *
 * @param name its name
 * @param text the text of its condition; list names are replaced, macros in it are not
 * @param condition the condition, with macros in it resolved
 * @param position where it is defined
 */
@API(status = API.Status.INTERNAL)
public record Macro(String name, ConditionText text, Condition condition, Position position) {}
