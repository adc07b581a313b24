// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.List;

/** The tactics of MITRE ATT&amp;CK, as folders of scenarios name them. */
public final class Tactics {
    /** All, in MITRE's order. Version 19 made stealth and defense impairment of defense evasion. */
    public static final List<String> ALL = List.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");

    private Tactics() {}
}
