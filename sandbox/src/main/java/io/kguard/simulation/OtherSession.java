// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.field.HostNames;
import java.util.List;

/** Judges the events of a simulation a second time, with other rules. */
final class OtherSession implements EventTap {
    private final Session session;

    OtherSession(RuleSet rules, HostNames hostNames) {
        this.session = Session.live(rules, hostNames, alert -> {});
    }

    @Override
    public synchronized void entry(StateEntry entry) {
        session.entry(entry);
    }

    @Override
    public synchronized void event(Event event) {
        session.judge(event);
    }

    @Override
    public synchronized void users(String containerId, List<UserEntry> users) {
        session.users(containerId, users);
    }

    synchronized List<Alert> alerts() {
        return session.alerts();
    }

    synchronized List<String> doubts() {
        return session.doubts();
    }
}
