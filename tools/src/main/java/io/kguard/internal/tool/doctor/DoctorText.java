// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import java.util.List;

/** What a machine has and lacks: one line per requirement, with the fix below a missing one. */
public final class DoctorText {
    private DoctorText() {}

    public static String of(KernelSupport support) {
        int width = support.requirements().stream()
                .mapToInt(requirement -> requirement.name().length())
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        for (Requirement requirement : support.requirements()) {
            String name =
                    requirement.name() + " ".repeat(width - requirement.name().length());
            if (requirement.answer() instanceof Supported yes) {
                line(out, "[yes]", name, yes.detail());
            } else if (requirement.answer() instanceof Unsupported no) {
                line(out, requirement.optional() ? "[ - ]" : "[NO ]", name, no.detail());
                advice(out, no.consequence(), no.fix());
            } else if (requirement.answer() instanceof CouldNotTell unknown) {
                line(out, "[ ? ]", name, unknown.reason());
                advice(out, unknown.consequence(), unknown.fix());
            }
        }
        return out.toString().stripTrailing();
    }

    private static void line(StringBuilder out, String mark, String name, String detail) {
        lines(out, WrappedLine.of(mark + " " + name + "  ", detail));
    }

    private static void advice(StringBuilder out, String consequence, String fix) {
        for (String text : (consequence + "\n" + fix).split("\n", -1)) {
            lines(out, WrappedLine.of(" ".repeat(8), text));
        }
    }

    private static void lines(StringBuilder out, List<String> lines) {
        lines.forEach(line -> out.append(line.stripTrailing()).append('\n'));
    }
}
