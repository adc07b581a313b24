// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.yaml.YamlProblem;
import java.util.List;

/** An audit policy can't be used. The message shows every mistake with its file, line and column, and what to do. */
final class AuditPolicyException extends KguardException {
    private static final long serialVersionUID = 1;

    AuditPolicyException(List<YamlProblem> problems) {
        super(YamlProblem.render(problems));
    }
}
