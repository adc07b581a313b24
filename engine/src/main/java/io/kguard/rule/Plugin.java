// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import org.apiguardian.api.API;

/**
 * A plugin that rule files may require.
 *
 * @param name its name, such as {@code k8saudit}
 * @param version its version
 */
@API(status = API.Status.INTERNAL)
public record Plugin(String name, EngineVersion version) {}
