"""What people open: the workbook, the web report, the terminal views and the exports."""
