// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/**
 * A plugin that rule files may require.
 *
 * @param name its name, such as {@code k8saudit}
 * @param version its version
 */
record Plugin(String name, EngineVersion version) {}
