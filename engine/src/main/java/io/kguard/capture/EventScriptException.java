// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.internal.yaml.YamlProblem;
import java.util.List;
import org.apiguardian.api.API;

/** A description of events can't be used. The message shows every mistake with its file, line and column, and what to do. */
@API(status = API.Status.INTERNAL)
public final class EventScriptException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<YamlProblem> problems;

    EventScriptException(List<YamlProblem> problems) {
        super(YamlProblem.render(problems));
        this.problems = List.copyOf(problems);
    }

    List<YamlProblem> problems() {
        return problems;
    }
}
