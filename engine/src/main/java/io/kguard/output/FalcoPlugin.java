// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * A plugin that a {@code falco.yaml} has Falco load.
 *
 * @param name its name
 * @param library the file of its library
 * @param initConfig what it is initialized with; empty for nothing
 * @param openParams what its source opens; empty for nothing
 */
@API(status = API.Status.INTERNAL)
public record FalcoPlugin(String name, Path library, String initConfig, String openParams) {}
