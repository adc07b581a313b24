// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import java.util.Set;

/** The modules as a diagram in Mermaid: a box each with its rooms, and arrows to what it imports. */
final class ModuleDiagram {
    private static final int ROUND = 10;

    private final ModuleImports modules;

    ModuleDiagram(ModuleImports modules) {
        this.modules = modules;
    }

    String text() {
        StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
        modules.rooms().forEach((module, rooms) -> text.append("    ").append(box(module, rooms)));
        modules.imports()
                .forEach((module, imported) -> imported.forEach((other, types) -> {
                    if (modules.isShortest(module, other)) {
                        text.append("    ").append(arrow(module, other, types.size()));
                    }
                }));
        return text.append("```\n").toString();
    }

    private static String box(String module, Set<String> rooms) {
        StringBuilder box = new StringBuilder(module + "[\"<b>" + module + "</b>");
        Rooms.all().filter(rooms::contains).forEach(room -> box.append("<br/>").append(room));
        return box.append("\"]\n").toString();
    }

    /** The number is rounded up, so that few changes of the code change the page. */
    private static String arrow(String from, String to, int types) {
        int most = (types + ROUND - 1) / ROUND * ROUND;
        return from + " -->|up to " + most + " types| " + to + "\n";
    }

    /** The diagram in place of the one between the markers of a page. */
    static String put(String page, String diagram) {
        String begin = "<!-- made of the code: begin -->\n";
        String end = "<!-- made of the code: end -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new AssertionError("the page has no lines " + begin + end);
        }
        return page.substring(0, from) + begin + "\n" + diagram + "\n" + page.substring(to);
    }
}
