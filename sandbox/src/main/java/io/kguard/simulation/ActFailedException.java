// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

/** A step or effect is not as the scenario says. The message says what was expected and what happened. */
final class ActFailedException extends RuntimeException {
    ActFailedException(String message) {
        super(message);
    }
}
