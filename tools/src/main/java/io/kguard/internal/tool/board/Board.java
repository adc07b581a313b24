// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.report.PageTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rule sets beside each other, as pages in a folder. They are made of what runs left behind, and of nothing else: the same runs
 * make the same bytes.
 */
public final class Board {
    /** The most rule sets. */
    public static final int MAX_SETS = 24;

    private static final String STYLE = "board.css";
    private static final PageTemplate FIRST = PageTemplate.of(Board.class, "board.html.mustache", STYLE);
    private static final PageTemplate EVIDENCE = PageTemplate.of(Board.class, "set.html.mustache", STYLE);

    private final List<BoardSet> sets;

    private Board(List<BoardSet> sets) {
        this.sets = List.copyOf(sets);
    }

    /**
     * Reads what runs left behind.
     *
     * @param folders the folders of the runs, by the names of the sets
     * @throws IOException if a file is missing or damaged
     * @throws IllegalArgumentException if there are too many, or if files of two would have the same name
     */
    public static Board read(Map<SetName, Path> folders) throws IOException {
        if (folders.isEmpty() || folders.size() > MAX_SETS) {
            throw new IllegalArgumentException(
                    "the board is for 1 to " + MAX_SETS + " rule sets, and " + folders.size() + " are given");
        }
        Map<String, SetName> ids = new HashMap<>();
        List<BoardSet> sets = new ArrayList<>();
        for (Map.Entry<SetName, Path> folder : folders.entrySet()) {
            SetName other = ids.put(folder.getKey().id(), folder.getKey());
            if (other != null) {
                throw new IllegalArgumentException("the names \"" + other + "\" and \"" + folder.getKey()
                        + "\" are too much alike for names of files: change one");
            }
            sets.add(BoardSet.read(folder.getKey(), folder.getValue()));
        }
        return new Board(sets);
    }

    /**
     * Writes the pages, and removes those of an earlier board.
     *
     * @return a line for each set
     * @throws IOException if a file can't be written, or if the folder holds something else
     */
    public List<String> write(Path folder) throws IOException {
        BoardFolder.clear(folder);
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        List<SetSummary> summaries = new ArrayList<>();
        for (BoardSet set : sets) {
            SetSummary summary = SetSummary.of(set);
            summaries.add(summary);
            texts.put(set.name().page(), EVIDENCE.fill(new SetPage(set)));
            texts.put(set.name().badge(), summary.badge());
            lines.add(set.name() + ": " + summary.scores().text());
        }
        texts.put(BoardFolder.INDEX, FIRST.fill(new BoardPage(sets, summaries)));
        WholeFile.writeTexts(folder, texts);
        for (BoardSet set : sets) {
            for (String scenario : set.recordings()) {
                copy(set, scenario + BoardSet.RECORDING, folder);
            }
        }
        return lines;
    }

    private static void copy(BoardSet set, String name, Path folder) throws IOException {
        Path into = Files.createDirectories(
                folder.resolve(BoardSet.RECORDINGS).resolve(set.name().id()));
        byte[] bytes = FileBelow.read(set.folder(), Path.of(BoardSet.RECORDINGS, name), BoardSet.MAX_RECORDING);
        WholeFile.write(into.resolve(name), bytes);
    }
}
