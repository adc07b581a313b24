// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

/**
 * A run as one HTML page, for people. It loads nothing, and its security policy lets it run and show only what is in it.
 * Without JavaScript everything is there but search and filters.
 */
public final class HtmlReport {
    private static final PageTemplate PAGE = PageTemplate.of(HtmlReport.class, "report.html.mustache");

    private HtmlReport() {}

    /** The page of a run that is the first one. */
    public static String of(Run run) {
        return of(run, LastRun.NONE);
    }

    /** The page of a run, with what is new since the last one. */
    public static String of(Run run, LastRun last) {
        return PAGE.fill(new HtmlPage(run, last));
    }
}
