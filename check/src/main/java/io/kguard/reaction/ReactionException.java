// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.yaml.YamlProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Files of Falco Talon can't be used. The message lists every mistake. */
@API(status = API.Status.INTERNAL)
public final class ReactionException extends KguardException {
    ReactionException(List<YamlProblem> problems) {
        super(problems.stream().map(YamlProblem::render).collect(Collectors.joining("\n")));
    }

    ReactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
