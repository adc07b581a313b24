@NullMarked
package io.kguard.field;

import org.jspecify.annotations.NullMarked;
