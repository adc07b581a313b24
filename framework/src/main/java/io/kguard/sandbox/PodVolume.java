// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.nio.file.Path;

/**
 * A volume that is at hand.
 *
 * @param source where it is, for the runtime
 * @param hostPath where it would be on a node, for the container's metadata
 * @param readOnly whether its kind is
 */
record PodVolume(Path source, String hostPath, boolean readOnly) {}
