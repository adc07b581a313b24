// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.sandbox.AllowedFolders;
import io.kguard.sandbox.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** The text of a scenario file, and the mistakes found in it so far. */
final class SourceText {
    private final String file;
    private final List<String> lines;
    private final AllowedFolders folders;
    private final List<ScenarioProblem> problems = new ArrayList<>();

    SourceText(String file, String text, AllowedFolders folders) {
        this.file = file;
        this.folders = folders;
        this.lines = text.lines().toList();
    }

    String file() {
        return file;
    }

    /** Where the files may lie that it names. */
    AllowedFolders folders() {
        return folders;
    }

    Origin origin(Node node) {
        return origin(node.getStartMark());
    }

    void problem(Node node, String message, String hint) {
        problem(origin(node), message, hint);
    }

    void problem(Origin at, String message, String hint) {
        String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
        ScenarioProblem problem =
                new ScenarioProblem(at, Quoted.visible(message), Quoted.visible(hint), line.length() > 200 ? "" : line);
        if (!problems.contains(problem)) { // a key may be read twice
            problems.add(problem);
        }
    }

    Origin origin(Mark mark) {
        return new Origin(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    int problemCount() {
        return problems.size();
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    ScenarioException exception() {
        List<ScenarioProblem> sorted = new ArrayList<>(problems);
        sorted.sort((a, b) -> a.at().line() != b.at().line()
                ? Integer.compare(a.at().line(), b.at().line())
                : Integer.compare(a.at().column(), b.at().column()));
        return new ScenarioException(sorted);
    }
}
