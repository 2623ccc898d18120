"""Debian's python3-xlsxwriter in constant-memory mode: constant-memory.py ROWS FILE. Makes the rows of rows.ts."""

import json
import resource
import sys
from datetime import datetime

import xlsxwriter

KINDS = ["订单", "订单", "订单", "按量", "退订"]
TYPES = ["新购", "续费", "按量", "退订"]
MODES = ["包周期", "按需", "按次", "按需套餐包"]
RULES = ["R-A1", "R-A2", "R-A3", "R-A4", "R-A5"]
WARES = ["云数据库", "对象存储", "安全网关", "数据治理平台", "R&D 协同", "内容分发"]
EDITIONS = ["标准版", "专业版", "企业版", "旗舰版"]
CITIES = ["深圳", "贵阳", "西安", "成都", "杭州", "北京"]
TRADES = ["科技有限公司", "信息技术有限公司", "智造股份有限公司", "网络服务部"]
TEXT, COUNT, INSTANT, AMOUNT, BASE, RATE = range(6)
COLUMNS = [TEXT, COUNT, *[TEXT] * 10, INSTANT, TEXT, AMOUNT, AMOUNT, BASE, RATE, RATE, AMOUNT]
FORMATS = ["@", "#,##0", "yyyy-mm-dd hh:mm:ss", "#,##0.00", "#,##0.000", "0.00%"]


def mixed(row, salt):
    value = (row + salt * 7919) * 2654435761 & 0xFFFFFFFF
    value = (value ^ value >> 15) * 2246822519 & 0xFFFFFFFF
    return (value ^ value >> 13) >> 1


def row_of(row):
    product = mixed(row, 1) % 2_000
    customer = mixed(row, 2) % 200_000
    partner = mixed(row, 3) % 500
    deal = mixed(row, 4) % 5_000_000 + 100
    cash = deal - mixed(row, 5) % 100
    at = mixed(row, 6)
    kind = mixed(row, 7)
    return [
        f"202610-P{10_000 + partner}-B1300F0600-01",
        row,
        KINDS[kind % 5],
        f"CS26100{10_000_000 + row}",
        TYPES[kind % 4],
        MODES[mixed(row, 8) % 4],
        f"P-{10_000 + product}",
        f"{WARES[product % 6]} {EDITIONS[product % 4]}",
        f"C{1_000_000 + customer}",
        f"{CITIES[customer % 6]}{customer}{TRADES[customer % 4]}",
        f"P{10_000 + partner}",
        f"{CITIES[partner % 6]}伙伴{partner}",
        datetime(2026, 10, at % 31 + 1, (at >> 5) % 24, (at >> 10) % 60, (at >> 16) % 60),
        RULES[mixed(row, 9) % 5],
        deal / 100,
        cash / 100,
        (cash * 10 + 5) / 1000,
        (10 + mixed(row, 10) % 25) / 100,
        0.13,
        cash // 5 / 100,
    ]


def held_mb():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    memory = []
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    formats = [workbook.add_format({"num_format": each}) for each in FORMATS]
    sheet = workbook.add_worksheet("明细")
    sheet.freeze_panes(1, 0)
    write = {TEXT: sheet.write_string, INSTANT: sheet.write_datetime}
    cells = [(write.get(kind, sheet.write_number), formats[kind]) for kind in COLUMNS]
    for column in range(len(COLUMNS)):
        sheet.write_string(0, column, f"column {column}")
    for row in range(1, rows + 1):
        for column, value in enumerate(row_of(row)):
            put, look = cells[column]
            put(row, column, value, look)
        if row % -(-rows // 4) == 0:
            memory.append(held_mb())
    workbook.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"cpuSeconds": cpu, "peakMb": used.ru_maxrss / 1024, "memoryMb": memory}))


main()
