// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.yaml.YamlProblem;
import java.util.Comparator;
import java.util.List;
import org.apiguardian.api.API;

/** A {@code falco.yaml} can't be used. The message shows each problem with its line, errors first. */
@API(status = API.Status.INTERNAL)
public final class FalcoConfigException extends KguardException {
    private static final long serialVersionUID = 1;

    FalcoConfigException(List<YamlProblem> problems) {
        super(YamlProblem.render(problems.stream()
                .sorted(Comparator.comparing(YamlProblem::warning))
                .toList()));
    }
}
