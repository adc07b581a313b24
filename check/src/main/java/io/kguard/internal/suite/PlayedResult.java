// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call of a play must end.
 *
 * @param error the number of the error with which it must fail; 0 if it must not
 * @param value the number that it must return; -1 for any
 */
record PlayedResult(int error, int value) {
    static final PlayedResult ANY = new PlayedResult(0, -1);

    /** Reads the key {@code returns}. */
    static PlayedResult read(@Nullable YamlValue returns) {
        String written = returns == null ? "" : returns.written();
        if (returns == null) {
            return ANY;
        }
        if (written.matches("\\d{1,6}")) {
            return new PlayedResult(0, Integer.parseInt(written));
        }
        Optional<Integer> number = KernelNumbers.error(written);
        if (number.isEmpty()) {
            returns.problem("no call of a play returns \"" + written + "\"", "an error such as ENOENT, or a number");
        }
        return new PlayedResult(number.orElse(0), -1);
    }
}
