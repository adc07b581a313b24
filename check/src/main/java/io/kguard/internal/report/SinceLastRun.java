// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What is new since the last run.
 *
 * @param date when that was
 * @param groups the checks that ended otherwise, or took much longer
 */
record SinceLastRun(String date, List<Group> groups) {
    private static final int MUCH = 2;
    private static final long NOTICED_MILLIS = 1000;

    /** Checks that changed in one way. */
    record Group(String name, String word, List<Changed> checks) {}

    /** A check that changed, and how. */
    record Changed(String id, String name, String text) {}

    boolean shown() {
        return !groups.isEmpty();
    }

    static SinceLastRun of(Run run, LastRun last, Anchors anchors) {
        List<Changed> worse = new ArrayList<>();
        List<Changed> mended = new ArrayList<>();
        List<Changed> slower = new ArrayList<>();
        for (CheckEntry check : run.checks()) {
            LastRun.Ended before = last.of(check);
            if (before == null) {
                continue;
            }
            String words = before.verdict() + ", now " + check.word();
            long millis = check.result().millis();
            if (!check.passed() && !check.known() && !before.verdict().equals(check.word())) {
                worse.add(changed(check, words, anchors));
            } else if (check.passed() && !before.verdict().equals(check.word())) {
                mended.add(changed(check, words, anchors));
            } else if (millis > MUCH * before.millis() && millis > before.millis() + NOTICED_MILLIS) {
                slower.add(changed(
                        check, HtmlPage.seconds(before.millis()) + ", now " + HtmlPage.seconds(millis), anchors));
            }
        }
        List<Group> groups = new ArrayList<>();
        add(groups, "Got worse", "failed", worse);
        add(groups, "Mended", "passed", mended);
        add(groups, "More than twice as slow", "", slower);
        return new SinceLastRun(last.date().replace('T', ' ').replace("Z", " UTC"), groups);
    }

    private static void add(List<Group> groups, String name, String word, List<Changed> checks) {
        if (!checks.isEmpty()) {
            groups.add(new Group(name, word, checks));
        }
    }

    private static Changed changed(CheckEntry check, String text, Anchors anchors) {
        return new Changed(HtmlPage.id(check, anchors), check.name(), text);
    }
}
