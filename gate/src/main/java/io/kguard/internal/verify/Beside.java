// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.beside.Falco;

/**
 * A second judge.
 *
 * @param falco the Falco
 * @param known where it is known to say something else
 */
public record Beside(Falco falco, KnownDeviations known) {}
