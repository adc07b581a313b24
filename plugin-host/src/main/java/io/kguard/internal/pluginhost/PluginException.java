// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A plugin can't be used, or failed. The message names it, and says what it did. */
public final class PluginException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    PluginException(String plugin, String message) {
        super(new IOException("plugin " + plugin + ": " + message));
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(getCause().getMessage());
    }
}
