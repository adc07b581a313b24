// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.nio.file.Path;

/**
 * A volume that is ready for use.
 *
 * @param source its path for the runtime
 * @param hostPath the path it would have on a node, for the container's metadata
 * @param readOnly whether volumes of its kind are read-only
 */
record PodVolume(Path source, String hostPath, boolean readOnly) {}
