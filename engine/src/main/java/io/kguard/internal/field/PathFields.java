// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static io.kguard.event.EventCodes.*;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FdType;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.FilePath;
import io.kguard.internal.machine.ThreadInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields {@code fs.path.*} and {@code evt.abspath}: the paths that system calls act on. */
final class PathFields {
    /** The base of a relative path in an event. */
    private enum Base {
        WORKING_DIRECTORY,
        /** None: the name of the event's descriptor is the path, as in Falco for opened files. */
        EVENT_FD,
        /**
         * The directory of a descriptor parameter, if it was opened as a directory; the working directory is unknown.
         */
        DIRECTORY_FD,
        /** The same, but the working directory is known. */
        DIRECTORY_FD_OR_WORKING_DIRECTORY,
        UNKNOWN
    }

    /** The location of a path in an event: the parameter, the parameter of its directory, the base. */
    private record Place(int param, int dirfd, Base base, boolean enter) {
        static Place of(int param) {
            return new Place(param, -1, Base.WORKING_DIRECTORY, false);
        }

        static Place of(int param, int dirfd, Base base) {
            return new Place(param, dirfd, base, false);
        }

        static Place inEnter(int param) {
            return new Place(param, -1, Base.WORKING_DIRECTORY, true);
        }
    }

    private static final int FD_NAME = -1;
    private static final long AT_FDCWD = -100;
    private static final Map<Integer, Place> NAMES = new HashMap<>();
    private static final Map<Integer, Place> SOURCES = new HashMap<>();
    private static final Map<Integer, Place> TARGETS = new HashMap<>();

    /**
     * For {@code evt.abspath}: parameters of directory and path by event code, for the first and for the second path.
     */
    private static final Map<Integer, String[]> ABSOLUTE = new HashMap<>();

    static {
        for (int code :
                new int[] {MKDIR_X, RMDIR_X, UNLINK_X, CHMOD_X, CHOWN_X, LCHOWN_X, QUOTACTL_X, UMOUNT_X, UMOUNT2_X}) {
            NAMES.put(code, Place.of(1));
        }
        for (int code : new int[] {MKDIR_1_X, RMDIR_1_X, UNLINK_1_X}) {
            NAMES.put(code, Place.inEnter(0));
        }
        for (int code : new int[] {MKDIRAT_X, UNLINKAT_X, FCHMODAT_X, FCHOWNAT_X}) {
            NAMES.put(code, Place.of(2, 1, Base.DIRECTORY_FD));
        }
        NAMES.put(OPEN_X, Place.of(1));
        NAMES.put(OPENAT_X, Place.of(2, 1, Base.EVENT_FD));
        NAMES.put(OPENAT2_X, Place.of(2, 1, Base.EVENT_FD));
        NAMES.put(FCHMOD_X, Place.of(FD_NAME));
        NAMES.put(FCHOWN_X, Place.of(FD_NAME));
        both(RENAME_X, Place.of(1), Place.of(2));
        both(RENAMEAT_X, Place.of(2), Place.of(4));
        both(
                RENAMEAT2_X,
                Place.of(2, 1, Base.DIRECTORY_FD_OR_WORKING_DIRECTORY),
                Place.of(4, 3, Base.DIRECTORY_FD_OR_WORKING_DIRECTORY));
        both(LINK_X, Place.of(2), Place.of(1));
        both(LINKAT_X, Place.of(4), Place.of(2));
        both(SYMLINK_X, Place.of(2), Place.of(1));
        both(SYMLINKAT_X, Place.of(3, 2, Base.DIRECTORY_FD), Place.of(1, -1, Base.UNKNOWN));
        both(MOUNT_X, Place.of(1), Place.of(2));
        ABSOLUTE.put(RENAMEAT_X, new String[] {"olddirfd", "oldpath", "newdirfd", "newpath"});
        ABSOLUTE.put(RENAMEAT2_X, new String[] {"olddirfd", "oldpath", "newdirfd", "newpath"});
        ABSOLUTE.put(LINKAT_1_E, new String[] {"olddir", "oldpath", "newdir", "newpath"});
        ABSOLUTE.put(LINKAT_X, new String[] {"olddir", "oldpath", "newdir", "newpath"});
        ABSOLUTE.put(SYMLINKAT_X, new String[] {"linkdirfd", "linkpath"});
        for (int code : new int[] {OPENAT_1_E, OPENAT_X, OPENAT2_X, UNLINKAT_1_E, UNLINKAT_X}) {
            ABSOLUTE.put(code, new String[] {"dirfd", "name"});
        }
        ABSOLUTE.put(MKDIRAT_X, new String[] {"dirfd", "path"});
        ABSOLUTE.put(FCHMODAT_X, new String[] {"dirfd", "filename"});
        ABSOLUTE.put(FCHOWNAT_X, new String[] {"dirfd", "pathname"});
    }

    private PathFields() {}

    private static void both(int code, Place source, Place target) {
        SOURCES.put(code, source);
        TARGETS.put(code, target);
    }

    static void addTo(Bindings bindings) {
        add(bindings, "fs.path.name", NAMES);
        add(bindings, "fs.path.source", SOURCES);
        add(bindings, "fs.path.target", TARGETS);
        bindings.bind("evt.abspath", PathFields::absolute);
    }

    private static void add(Bindings bindings, String name, Map<Integer, Place> places) {
        List<@Nullable Place> byCode = Arrays.asList(byCode(places));
        bindings.text(name, context -> {
            Place place = byCode.get(context.event().code());
            return place == null ? null : path(context, place, true);
        });
        bindings.text(name + "raw", context -> {
            Place place = byCode.get(context.event().code());
            return place == null ? null : path(context, place, false);
        });
    }

    private static @Nullable Place[] byCode(Map<Integer, Place> places) {
        @Nullable Place[] byCode = new @Nullable Place[EventTable.SIZE];
        for (Map.Entry<Integer, Place> place : places.entrySet()) {
            byCode[place.getKey()] = place.getValue();
        }
        return byCode;
    }

    private static @Nullable String path(EventContext context, Place place, boolean resolved) {
        Event event = context.event();
        ThreadInfo thread = context.thread();
        if (thread == null || !succeeded(event)) {
            return null;
        }
        if (place.param() == FD_NAME) {
            FdInfo fd = context.fd();
            return fd == null ? "" : fd.name();
        }
        Event holder = place.enter() ? context.machine().enterEvent() : event;
        if (holder == null || !holder.has(place.param())) {
            return null;
        }
        String path = holder.text(place.param());
        if (resolved && place.base() == Base.EVENT_FD && !FilePath.isAbsolute(path)) {
            FdInfo fd = context.fd();
            return fd == null ? FilePath.UNKNOWN_BASE : FilePath.normalize(event.version(), "", fd.name());
        }
        return resolved ? FilePath.normalize(event.version(), base(context, thread, place, path), path) : path;
    }

    private static boolean succeeded(Event event) {
        long returned = event.number(0);
        return switch (event.code()) {
            case OPEN_X, OPENAT_X, OPENAT2_X -> returned != -1;
            default -> returned == 0;
        };
    }

    private static String base(EventContext context, ThreadInfo thread, Place place, String path) {
        if (FilePath.isAbsolute(path)) {
            return "";
        }
        long dirfd = place.dirfd() < 0 ? 0 : context.event().number(place.dirfd());
        return switch (place.base()) {
            case WORKING_DIRECTORY -> thread.cwd();
            case UNKNOWN, EVENT_FD -> FilePath.UNKNOWN_BASE;
            case DIRECTORY_FD -> {
                FdInfo directory = dirfd == AT_FDCWD ? null : thread.fd(dirfd);
                yield directory != null && directory.type() == FdType.DIRECTORY
                        ? context.machine().base(dirfd, path)
                        : FilePath.UNKNOWN_BASE;
            }
            case DIRECTORY_FD_OR_WORKING_DIRECTORY -> context.machine().base(dirfd, path);
        };
    }

    private static Bound absolute(FieldDefinition definition, @Nullable String argument) {
        boolean second = "dst".equals(argument);
        if (argument != null && !second && !argument.equals("src")) {
            throw new FieldException(
                    Reason.NONEXISTENT, "filter_check called with nonexistent field evt.abspath." + argument);
        }
        return new Bound(definition, Loader.text(context -> absolute(context, second)));
    }

    private static @Nullable String absolute(EventContext context, boolean second) {
        Event event = context.event();
        ThreadInfo thread = context.thread();
        if (thread == null) {
            return null;
        }
        if (event.code() == OPEN_BY_HANDLE_AT_X) {
            return event.has(3) && event.number(0) > 0 ? event.text(3) : null;
        }
        String[] names = ABSOLUTE.get(event.code());
        if (names == null) {
            return null;
        }
        int at = second && names.length > 2 ? 2 : 0;
        int dirfd = event.type().indexOf(names[at]);
        int index = event.type().indexOf(names[at + 1]);
        if (!event.has(dirfd) || !event.has(index)) {
            return null;
        }
        String path = event.text(index);
        return FilePath.normalize(event.version(), absoluteBase(context, thread, event.number(dirfd), path), path);
    }

    private static String absoluteBase(EventContext context, ThreadInfo thread, long dirfd, String path) {
        if (FilePath.isAbsolute(path)) {
            return "";
        }
        if (dirfd == AT_FDCWD) {
            return thread.cwd();
        }
        FdInfo directory = thread.fd(dirfd);
        if (context.isWriting()) {
            context.machine().showFd(dirfd);
        }
        return directory == null ? FilePath.UNKNOWN_BASE + "/" : directory.name() + "/";
    }
}
