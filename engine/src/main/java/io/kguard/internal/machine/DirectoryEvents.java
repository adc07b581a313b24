// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;

/** Calls that change a process's directory or are relative to a directory descriptor. */
final class DirectoryEvents implements EventParser {
    private final Machine machine;

    DirectoryEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        if (event.number(0) < 0) {
            return;
        }
        switch (code) {
            case EventCodes.CHDIR_X, EventCodes.GETCWD_X -> change(thread, event.text(1));
            case EventCodes.FCHDIR_X -> {
                FdInfo directory = machine.fd();
                if (directory != null) {
                    change(thread, directory.name());
                }
            }
            case EventCodes.CHROOT_X -> chroot(event, thread);
            case EventCodes.SYMLINKAT_X -> work(event, thread, 2);
            default -> work(event, thread, 1);
        }
    }

    /** Whether events of a type only name a directory, whose descriptor is that of the event. */
    static boolean onlyLooks(int code) {
        return switch (code) {
            case EventCodes.CHDIR_X, EventCodes.GETCWD_X, EventCodes.FCHDIR_X, EventCodes.CHROOT_X -> false;
            default -> true;
        };
    }

    private void change(ThreadInfo thread, String path) {
        ThreadInfo main = thread.mainThread();
        if (main != null) {
            // Falco uses the thread's own directory, which only main threads have
            String directory = FilePath.normalize(machine.version(), thread.ownCwd, path);
            main.ownCwd = directory.endsWith("/") ? directory : directory + "/";
        }
    }

    private void chroot(Event event, ThreadInfo thread) {
        String path = event.text(1);
        thread.root = FilePath.isAbsolute(path) ? path : FilePath.normalize(machine.version(), thread.cwd(), path);
        machine.containerIds().resolve(thread, thread.cgroupText());
        machine.users.needGroup(thread.containerId, thread.gid);
        machine.users.need(thread.containerId, thread.uid);
    }

    private void work(Event event, ThreadInfo thread, int index) {
        machine.fd(thread.fd(event.number(index)));
    }
}
