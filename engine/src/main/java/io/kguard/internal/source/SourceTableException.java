// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.yaml.YamlProblem;
import java.util.List;

/** A table of a source can't be used. The message shows every mistake with its file, line and column, and what to do. */
public final class SourceTableException extends KguardException {
    private static final long serialVersionUID = 1;

    SourceTableException(List<YamlProblem> problems) {
        super(YamlProblem.render(problems));
    }
}
