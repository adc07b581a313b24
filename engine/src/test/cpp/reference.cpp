// What Falco's library makes of a capture: the reference that kguard is compared with.
//
//   reference CAPTURE FILTERS FORMATS [PLUGIN]
//
// PLUGIN is the library of a plugin, such as container, whose fields filters and formats may have.
//
// FILTERS and FORMATS are files with filters and output formats, each ended by 0x02, for texts may have line breaks. What
// is printed are records that 0x02 ends, with parts that 0x01 separates. First, for each filter and format that does not
// compile, "!f" or "!o", its number and the error. Then, for every delivered event, its number, a "+" or "-" for each filter
// that says whether it matches, and each format's text behind a "=", or nothing if a value is missing. A filter or format that fails while it runs is reported at
// that place, and gives nothing from then on.

#include <libsinsp/eventformatter.h>
#include <libsinsp/filter.h>
#include <libsinsp/plugin.h>
#include <libsinsp/plugin_filtercheck.h>
#include <libsinsp/sinsp.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

std::vector<std::string> texts_of(const char *path) {
    std::ifstream file(path);
    std::vector<std::string> texts;
    for (std::string text; std::getline(file, text, '\2');) {
        texts.push_back(text);
    }
    return texts;
}

void report(char kind, size_t number, const std::exception &error) {
    std::cout << '!' << kind << number << '\1' << error.what() << '\2';
}

void load_plugin(sinsp &inspector, sinsp_filter_check_list &checks, const char *library) {
    auto plugin = inspector.register_plugin(library);
    std::string error;
    if (!plugin->init("{}", error)) {
        throw std::runtime_error(error);
    }
    checks.add_filter_check(sinsp_plugin::new_filtercheck(plugin));
}

std::vector<std::unique_ptr<sinsp_filter>> compile_filters(sinsp &inspector, sinsp_filter_check_list &checks,
                                                           const std::vector<std::string> &texts) {
    auto factory = std::make_shared<sinsp_filter_factory>(&inspector, checks);
    std::vector<std::unique_ptr<sinsp_filter>> filters;
    for (const auto &text : texts) {
        try {
            filters.push_back(sinsp_filter_compiler(factory, text).compile());
        } catch (const std::exception &error) {
            report('f', filters.size(), error);
            filters.push_back(nullptr);
        }
    }
    return filters;
}

std::vector<std::unique_ptr<sinsp_evt_formatter>> compile_formats(sinsp &inspector, sinsp_filter_check_list &checks,
                                                                  const std::vector<std::string> &texts) {
    std::vector<std::unique_ptr<sinsp_evt_formatter>> formats;
    for (const auto &text : texts) {
        try {
            formats.push_back(std::make_unique<sinsp_evt_formatter>(&inspector, text, checks));
        } catch (const std::exception &error) {
            report('o', formats.size(), error);
            formats.push_back(nullptr);
        }
    }
    return formats;
}

std::string verdicts(sinsp_evt *event, std::vector<std::unique_ptr<sinsp_filter>> &filters) {
    std::string result(filters.size(), '-');
    for (size_t i = 0; i < filters.size(); i++) {
        try {
            if (filters[i] && filters[i]->run(event)) {
                result[i] = '+';
            }
        } catch (const std::exception &error) {
            report('f', i, error);
            filters[i] = nullptr;
        }
    }
    return result;
}

// The control characters that separate are written as 0x03 and a letter where a text has them.
std::string escaped(const std::string &text) {
    std::string result;
    for (char c : text) {
        if (c >= '\1' && c <= '\3') {
            result += '\3';
            result += static_cast<char>('a' + c - 1);
        } else {
            result += c;
        }
    }
    return result;
}

std::string texts_for(sinsp_evt *event, std::vector<std::unique_ptr<sinsp_evt_formatter>> &formats) {
    std::string result;
    for (size_t i = 0; i < formats.size(); i++) {
        std::string text;
        try {
            if (formats[i] && formats[i]->tostring(event, text)) {
                text = '=' + escaped(text);
            } else {
                text.clear();
            }
        } catch (const std::exception &error) {
            report('o', i, error);
            formats[i] = nullptr;
            text.clear();
        }
        result += '\1' + text;
    }
    return result;
}

}  // namespace

int main(int count, char **arguments) {
    if (count != 4 && count != 5) {
        std::cerr << "usage: reference CAPTURE FILTERS FORMATS [PLUGIN]\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    try {
        sinsp inspector;
        sinsp_filter_check_list checks;
        if (count == 5) {
            load_plugin(inspector, checks, arguments[4]);
        }
        auto filters = compile_filters(inspector, checks, texts_of(arguments[2]));
        auto formats = compile_formats(inspector, checks, texts_of(arguments[3]));
        inspector.open_savefile(arguments[1]);
        for (;;) {
            sinsp_evt *event = nullptr;
            int32_t result = inspector.next(&event);
            if (result == SCAP_EOF) {
                return 0;
            }
            if (result == SCAP_TIMEOUT || result == SCAP_FILTERED_EVENT) {
                continue;
            }
            if (result != SCAP_SUCCESS) {
                std::cout << std::flush;
                std::cerr << inspector.getlasterr() << '\n';
                return 1;
            }
            std::string matches = verdicts(event, filters);
            std::string texts = texts_for(event, formats);
            std::cout << event->get_num() << '\1' << matches << texts << '\2';
        }
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
