// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import org.apiguardian.api.API;
import org.yaml.snakeyaml.error.Mark;

/** A mistake in a description of events; the message says in which file, line and column, and what to write instead. */
@API(status = API.Status.EXPERIMENTAL)
public final class EventScriptException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    EventScriptException(String file, int line, int column, String what) {
        super(file + ":" + line + ":" + column + ": " + what);
    }

    EventScriptException(String file, Mark mark, String what) {
        this(file, mark.getLine() + 1, mark.getColumn() + 1, what);
    }
}
