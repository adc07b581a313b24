// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines that two versions of a file have in common, by Myers' algorithm: as few lines as possible are removed and added. Its
 * cost grows with the number of these, not with the length of the file.
 */
final class LineDifference {
    /** How many lines may change; beyond, a file counts as rewritten as a whole. */
    private static final int MAX_EDITS = 2000;

    /** A line that is kept, removed or added. */
    record Line(char sign, String text) {}

    private final List<String> old;
    private final List<String> now;

    private LineDifference(List<String> old, List<String> now) {
        this.old = old;
        this.now = now;
    }

    /** All lines of both texts in order, with their line breaks. */
    static List<Line> of(String old, String now) {
        return new LineDifference(lines(old), lines(now)).lines();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    private List<Line> lines() {
        List<int[]> traces = traces();
        if (traces.isEmpty()) {
            return Stream.concat(
                            old.stream().map(text -> new Line('-', text)),
                            now.stream().map(text -> new Line('+', text)))
                    .toList();
        }
        List<Line> reversed = new ArrayList<>();
        int x = old.size();
        int y = now.size();
        for (int edits = traces.size() - 1; edits > 0; edits--) {
            int[] furthest = traces.get(edits - 1);
            int diagonal = x - y;
            int offset = edits;
            boolean added = diagonal == -edits
                    || diagonal != edits && furthest[offset + diagonal - 1] < furthest[offset + diagonal + 1];
            int before = added ? diagonal + 1 : diagonal - 1;
            int startX = furthest[offset + before];
            int startY = startX - before;
            while (x > startX && y > startY && x > 0 && y > 0 && old.get(x - 1).equals(now.get(y - 1))) {
                reversed.add(new Line(' ', old.get(--x)));
                y--;
            }
            if (added) {
                reversed.add(new Line('+', now.get(--y)));
            } else {
                reversed.add(new Line('-', old.get(--x)));
            }
        }
        while (x > 0) {
            reversed.add(new Line(' ', old.get(--x)));
        }
        Collections.reverse(reversed);
        return reversed;
    }

    /**
     * For each number of edits, how far each diagonal gets; the diagonal d is at index d plus the number plus one. Empty if
     * there are too many.
     */
    private List<int[]> traces() {
        List<int[]> traces = new ArrayList<>();
        int[] previous = new int[3];
        for (int edits = 0; edits <= MAX_EDITS; edits++) {
            int[] furthest = new int[2 * edits + 3];
            traces.add(furthest);
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int x;
                if (edits == 0) {
                    x = 0;
                } else {
                    int left = diagonal == -edits ? -1 : previous[edits + diagonal - 1];
                    int above = diagonal == edits ? -1 : previous[edits + diagonal + 1];
                    x = left < above ? above : left + 1;
                }
                int y = x - diagonal;
                while (x < old.size() && y < now.size() && old.get(x).equals(now.get(y))) {
                    x++;
                    y++;
                }
                furthest[edits + 1 + diagonal] = x;
                if (x >= old.size() && y >= now.size()) {
                    return traces;
                }
            }
            previous = furthest;
        }
        return List.of();
    }
}
