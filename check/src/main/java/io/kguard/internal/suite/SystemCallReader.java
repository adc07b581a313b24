// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.Argument;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.List;

/** Reads the steps of a test: system calls. */
final class SystemCallReader {

    private static final int MAX_STEPS = 100;

    /** The numbers of a step: what its call returns, and six arguments. */
    private static final int VALUES = 7;

    private final ExposedValues exposed;

    SystemCallReader(ExposedValues exposed) {
        this.exposed = exposed;
    }

    Plan steps(YamlMapping test) {
        List<YamlValue> items = test.items("steps", MAX_STEPS);
        Plan plan = new Plan().number(items.size());
        for (YamlValue item : items) {
            YamlMapping step = SuiteFile.keys("step").read(item, "a step");
            if (step == null) {
                continue;
            }
            String type = step.text("type");
            String name = step.text("name");
            String call = step.text("syscall");
            if (type != null && !type.equals("syscall")) {
                step.problem("type", "there is no type of steps \"" + type + "\"", "there is only syscall");
            } else if (name != null && call != null) {
                step(plan, step, name, call);
            }
        }
        return plan;
    }

    private void step(Plan plan, YamlMapping step, String name, String call) {
        SystemCall known = SystemCall.named(call);
        List<Argument> parameters = known == null ? null : known.steps();
        if (parameters == null) {
            List<String> calls = SystemCall.all().stream()
                    .filter(each -> each.steps() != null)
                    .map(SystemCall::name)
                    .toList();
            step.problem("syscall", "steps can't make the system call \"" + call + "\"", Nearest.hint(call, calls));
            return;
        }
        exposed.name(name, step.place());
        step.require("args", "its arguments by name");
        YamlValue given = step.get("args");
        YamlMapping args = given == null ? null : given.mapping("args of " + call, StepPlan.keysOf(parameters));
        if (args == null) {
            return;
        }
        int first = exposed.take(VALUES);
        List<String> words = new StepPlan(exposed, name, args.withoutNothing(), first).words(parameters);
        plan.word(name).word(call).number(first).words(words);
    }
}
