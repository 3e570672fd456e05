return { year = 2022 }
