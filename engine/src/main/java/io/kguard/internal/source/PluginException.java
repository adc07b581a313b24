// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.diagnostic.KguardException;

/** A plugin of Falco can't be used, or failed. The message names it, and says what it did. */
public final class PluginException extends KguardException {
    private static final long serialVersionUID = 1;

    public PluginException(String plugin, String message) {
        super("plugin " + plugin + ": " + message);
    }
}
