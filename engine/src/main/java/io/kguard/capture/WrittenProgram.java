// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A program and how a process runs it. What is not said a process has from its parent, or from the program that it
 * executed before; the name, {@code argv[0]} and the file's properties follow from the path. Immutable.
 *
 * <pre>{@code
 * events.process(WrittenProgram.of("/bin/bash", "-i").user(1000, "jane").environment("HISTFILE", "/dev/null"));
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL)
public final class WrittenProgram {
    private static final int LONGEST_NAME = 15;

    /** A user or group, whose name may be unknown. */
    record Identity(int id, @Nullable String name) {}

    private final String path;
    private final List<String> args;
    private @Nullable String exe;
    private @Nullable String comm;
    private boolean writable;
    private @Nullable Boolean upperLayer;
    private boolean memoryFile;
    private Map<Integer, WrittenDescriptor> descriptors = Map.of();
    private @Nullable Identity user;
    private @Nullable Identity group;
    private @Nullable Identity loginUser;
    private @Nullable String directory;
    private @Nullable Map<String, String> environment;
    private @Nullable Long permitted;
    private @Nullable Long effective;
    private @Nullable Long inheritable;
    private @Nullable Integer terminal;
    private @Nullable WrittenProcess parent;
    private @Nullable WrittenProcess session;
    private boolean newSession;
    private @Nullable WrittenProcess leader;

    private WrittenProgram(String path, List<String> args) {
        this.path = path;
        this.args = List.copyOf(args);
    }

    /** A program with arguments, those after {@code argv[0]}. */
    public static WrittenProgram of(String path, String... args) {
        return new WrittenProgram(path, List.of(args));
    }

    private WrittenProgram with(Consumer<WrittenProgram> change) {
        WrittenProgram copy = new WrittenProgram(path, args);
        copy.ownOf(this);
        copy.inherited(this);
        change.accept(copy);
        return copy;
    }

    private void ownOf(WrittenProgram other) {
        exe = other.exe;
        comm = other.comm;
        writable = other.writable;
        upperLayer = other.upperLayer;
        memoryFile = other.memoryFile;
        descriptors = other.descriptors;
        parent = other.parent;
        session = other.session;
        newSession = other.newSession;
        leader = other.leader;
    }

    /** Takes what it does not say itself from another program. */
    private void inherited(WrittenProgram other) {
        user = user == null ? other.user : user;
        group = group == null ? other.group : group;
        loginUser = loginUser == null ? other.loginUser : loginUser;
        directory = directory == null ? other.directory : directory;
        environment = environment == null ? other.environment : environment;
        permitted = permitted == null ? other.permitted : permitted;
        effective = effective == null ? other.effective : effective;
        inheritable = inheritable == null ? other.inheritable : inheritable;
        terminal = terminal == null ? other.terminal : terminal;
    }

    /** This program as a process runs it that ran another one before. */
    WrittenProgram after(WrittenProgram before) {
        return with(copy -> copy.inherited(before));
    }

    /** {@code argv[0]}. Without it, it is the last part of the path. */
    public WrittenProgram exe(String value) {
        return with(copy -> copy.exe = value);
    }

    /**
     * The process's name. Without it, it is the last part of the path, cut to the kernel's limit.
     *
     * @throws IllegalArgumentException if it has more than 15 characters
     */
    public WrittenProgram comm(String value) {
        if (value.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the kernel keeps 15 characters of a process's name; \"" + value + "\" has " + value.length());
        }
        return with(copy -> copy.comm = value);
    }

    /** The user, by number. */
    public WrittenProgram user(int id) {
        return with(copy -> copy.user = new Identity(id, null));
    }

    /** The user, by number and name. */
    public WrittenProgram user(int id, String name) {
        return with(copy -> copy.user = new Identity(id, name));
    }

    /** The group, by number. */
    public WrittenProgram group(int id) {
        return with(copy -> copy.group = new Identity(id, null));
    }

    /** The group, by number and name. */
    public WrittenProgram group(int id, String name) {
        return with(copy -> copy.group = new Identity(id, name));
    }

    /** The user that logged in, by number. */
    public WrittenProgram loginUser(int id) {
        return with(copy -> copy.loginUser = new Identity(id, null));
    }

    /** The user that logged in, by number and name. */
    public WrittenProgram loginUser(int id, String name) {
        return with(copy -> copy.loginUser = new Identity(id, name));
    }

    /** The working directory. */
    public WrittenProgram directory(String value) {
        return with(copy -> copy.directory = value);
    }

    /** Adds a variable to the environment, which is otherwise the parent's. */
    public WrittenProgram environment(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment == null ? Map.of() : environment);
        all.put(name, value);
        return environment(all);
    }

    /** The whole environment. */
    public WrittenProgram environment(Map<String, String> all) {
        return with(copy -> copy.environment = new LinkedHashMap<>(all));
    }

    /**
     * The permitted and effective capabilities, such as {@code CAP_SYS_ADMIN}.
     *
     * @throws IllegalArgumentException if there is no such capability
     */
    public WrittenProgram capabilities(String... names) {
        long set = CallValues.capabilities(List.of(names));
        return with(copy -> {
            copy.permitted = set;
            copy.effective = set;
        });
    }

    WrittenProgram permitted(long set) {
        return with(copy -> copy.permitted = set);
    }

    WrittenProgram effective(long set) {
        return with(copy -> copy.effective = set);
    }

    WrittenProgram inheritable(long set) {
        return with(copy -> copy.inheritable = set);
    }

    /** The number of its terminal; 0 for none. */
    public WrittenProgram terminal(int number) {
        return with(copy -> copy.terminal = number);
    }

    /** The process that created it, for one that runs from the beginning. */
    public WrittenProgram parent(WrittenProcess process) {
        return with(copy -> copy.parent = process);
    }

    /** It is in the session of another process. */
    public WrittenProgram session(WrittenProcess process) {
        return with(copy -> copy.session = process);
    }

    /** It is the leader of a session of its own. */
    public WrittenProgram newSession() {
        return with(copy -> copy.newSession = true);
    }

    /** It is in the process group of another process. */
    public WrittenProgram leader(WrittenProcess process) {
        return with(copy -> copy.leader = process);
    }

    /** Its file is a memory file. */
    public WrittenProgram inMemoryFile() {
        return with(copy -> copy.memoryFile = true);
    }

    /** Its user may write to its file. */
    public WrittenProgram writable() {
        return with(copy -> copy.writable = true);
    }

    /** Whether its file is in the upper layer of the container's file system, which the container wrote. */
    public WrittenProgram upperLayer(boolean value) {
        return with(copy -> copy.upperLayer = value);
    }

    WrittenProgram descriptor(int number, WrittenDescriptor descriptor) {
        Map<Integer, WrittenDescriptor> all = new LinkedHashMap<>(descriptors);
        all.put(number, descriptor);
        return with(copy -> copy.descriptors = all);
    }

    String path() {
        return path;
    }

    List<String> args() {
        return args;
    }

    String exe() {
        return exe == null ? EventBuilder.comm(path) : exe;
    }

    String comm() {
        return comm == null ? EventBuilder.comm(path) : comm;
    }

    @Nullable
    Identity user() {
        return user;
    }

    @Nullable
    Identity group() {
        return group;
    }

    @Nullable
    Identity loginUser() {
        return loginUser;
    }

    int uid() {
        return user == null ? 0 : user.id();
    }

    int gid() {
        return group == null ? 0 : group.id();
    }

    int loginUid() {
        return loginUser == null ? -1 : loginUser.id();
    }

    String directory() {
        return directory == null ? "/" : directory;
    }

    /** Entries {@code NAME=VALUE}, each followed by a NUL. */
    String environment() {
        Set<Map.Entry<String, String>> all = environment == null ? Set.of() : environment.entrySet();
        return all.stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\0")
                .collect(Collectors.joining());
    }

    long permitted() {
        return permitted == null ? 0 : permitted;
    }

    long effective() {
        return effective == null ? 0 : effective;
    }

    long inheritable() {
        return inheritable == null ? 0 : inheritable;
    }

    int terminal() {
        return terminal == null ? 0 : terminal;
    }

    @Nullable
    WrittenProcess parent() {
        return parent;
    }

    @Nullable
    WrittenProcess session() {
        return session;
    }

    boolean hasNewSession() {
        return newSession;
    }

    @Nullable
    WrittenProcess leader() {
        return leader;
    }

    boolean isInMemoryFile() {
        return memoryFile;
    }

    boolean isWritable() {
        return writable;
    }

    /** Null if it is not said. */
    @Nullable
    Boolean upperLayer() {
        return upperLayer;
    }

    Map<Integer, WrittenDescriptor> descriptors() {
        return descriptors;
    }
}
