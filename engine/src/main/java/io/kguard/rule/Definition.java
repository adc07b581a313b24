// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** The common state of lists, macros and rules during loading: a name, and when they were defined and changed. */
abstract class Definition {
    final String name;
    final Context context;
    /** The number of its first definition, which determines the order of evaluation. */
    int index;
    /** The number of its latest definition or change. It can use what was defined before. */
    int visibility;

    Definition(String name, Context context) {
        this.name = name;
        this.context = context;
    }
}
