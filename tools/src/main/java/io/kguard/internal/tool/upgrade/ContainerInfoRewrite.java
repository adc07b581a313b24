// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.TracedText;
import io.kguard.rule.WrittenItem;
import java.util.ArrayList;
import java.util.List;

/** Spells out {@code %container.info}, for which Falco 0.40 is the last that prints something. */
final class ContainerInfoRewrite implements Fixer.Rewrite {
    private static final String INFO = "%container.info";
    private static final String FIELDS = "container_id=%container.id container_name=%container.name";

    /** Whether an upgrade takes away what it stands for. */
    static boolean applies(FalcoVersion from, FalcoVersion to) {
        return !from.atLeast(FalcoVersion.V0_41) && to.atLeast(FalcoVersion.V0_41);
    }

    /** A text in which every one is spelled out. */
    static String spelledOut(String text) {
        return text.replace(INFO, FIELDS);
    }

    @Override
    public List<Edit> edits(WrittenItem item) {
        boolean system = item.key("source")
                .flatMap(key -> key.value())
                .map(source -> source.toString().equals(EventSource.SYSCALL.label()))
                .orElse(true);
        TracedText output = item.key("output").flatMap(key -> key.value()).orElse(null);
        if (item.kind() != Location.Kind.RULE || !system || output == null) {
            return List.of();
        }
        List<Edit> edits = new ArrayList<>();
        String text = output.toString();
        for (int at = text.indexOf(INFO); at >= 0; at = text.indexOf(INFO, at + INFO.length())) {
            Edit.of(output, at, at + INFO.length(), item.fileText(), FIELDS).ifPresent(edits::add);
        }
        return edits;
    }
}
