// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.GoalParameter;

/** Options and goals in the words of the shell: {@code --rules}, {@code kguard verify}. */
public final class ShellWording implements Wording.Form {
    @Override
    public String given(String option) {
        return GoalParameter.option(option);
    }

    @Override
    public String option(String option) {
        return GoalParameter.option(option);
    }

    @Override
    public String command(String goal) {
        return "kguard " + goal;
    }

    @Override
    public String goal(String goal) {
        return "kguard " + goal;
    }
}
