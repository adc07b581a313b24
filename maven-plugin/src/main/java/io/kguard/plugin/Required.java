// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks values that Maven always injects. */
final class Required {
    private Required() {}

    static <T> T of(@Nullable T injected) {
        return Objects.requireNonNull(injected, "Maven did not inject a required value");
    }
}
