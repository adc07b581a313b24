// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** The change of a file as a unified patch, for {@code git apply} and {@code patch -p1}. */
final class UnifiedPatch {
    private static final int CONTEXT = 3;
    private static final String UNENDED = "\n\\ No newline at end of file";

    private UnifiedPatch() {}

    /**
     * The patch that makes one text the other. As few lines as possible are removed and added.
     *
     * @param name the name of the file
     * @param old its text, not empty
     * @param now its new text, not empty
     */
    static String of(String name, String old, String now) {
        List<String> lines = lines(old);
        List<String> patch = UnifiedDiffUtils.generateUnifiedDiff(
                "a/" + name, "b/" + name, lines, difference(lines, lines(now)), CONTEXT);
        return String.join("\n", patch) + (patch.isEmpty() ? "" : "\n");
    }

    /** The lines of a text, without their line breaks. A last one that has none is another line than one that has it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from) + UNENDED);
        }
        return lines;
    }

    private static Patch<String> difference(List<String> old, List<String> now) {
        try {
            return DiffUtils.diff(old, now, new Bound());
        } catch (TooManyEditsException e) {
            Patch<String> whole = new Patch<>();
            whole.addDelta(new ChangeDelta<>(new Chunk<>(0, old), new Chunk<>(0, now)));
            return whole;
        }
    }

    /** Stops a comparison whose time and memory, which grow with the square of the lines that change, get out of hand. */
    private static final class Bound implements DiffAlgorithmListener {
        /** How many lines may change; beyond, a file counts as rewritten as a whole. */
        private static final int MAX_EDITS = 2000;

        @Override
        public void diffStart() {}

        @Override
        public void diffStep(int edits, int most) {
            if (edits > MAX_EDITS) {
                throw new TooManyEditsException();
            }
        }

        @Override
        public void diffEnd() {}
    }

    private static final class TooManyEditsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
